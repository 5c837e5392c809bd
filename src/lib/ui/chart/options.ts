import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartConfiguration,
} from 'chart.js';

Chart.register(LineController, LineElement, PointElement, LinearScale);

export { Chart };

/**
 * The only chart options there are. Every one of them was measured: without them an update of six charts
 * takes a hundred times as long, so nothing may loosen them one by one.
 */
export const chartOptions = (): NonNullable<ChartConfiguration<'line'>['options']> => ({
  animation: false,
  parsing: false,
  normalized: true,
  responsive: false,
  maintainAspectRatio: false,
  events: [],
  layout: { padding: 0 },
  plugins: { legend: { display: false }, tooltip: { enabled: false } },
  scales: {
    x: {
      type: 'linear',
      display: false,
      ticks: { minRotation: 0, maxRotation: 0, autoSkip: true, sampleSize: 1 },
    },
    y: { type: 'linear', display: false, ticks: { minRotation: 0, maxRotation: 0 } },
  },
});
